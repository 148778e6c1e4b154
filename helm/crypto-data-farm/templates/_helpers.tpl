{{- define "farm.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}{{- end }}

{{- /* Short enough for what is added to it: a Service may have 63 letters, a CronJob 52. */ -}}
{{- define "farm.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "farm.name" .) .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (include "farm.name" .) | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- /* Selectors are immutable: only what never changes. Takes (dict "root" $ "component" NAME "pool" POOL). */ -}}
{{- define "farm.selector" -}}
app.kubernetes.io/name: {{ include "farm.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .pool }}
crypto-data-farm/pool: {{ . }}
{{- end }}
{{- end }}

{{- define "farm.labels" -}}
{{ include "farm.selector" . }}
app.kubernetes.io/part-of: crypto-data-farm
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "farm.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end }}
{{- end }}

{{- define "farm.migrationMode" -}}
{{- if eq .Values.migrations.mode "auto" }}{{ ternary "job" "hook" .Values.mysql.bundled }}{{ else }}{{ .Values.migrations.mode }}{{ end }}
{{- end }}

{{- define "farm.mysqlHost" -}}
{{- if .Values.mysql.bundled }}{{ include "farm.fullname" . }}-mysql
{{- else if .Values.externalServices.mysql.ip }}{{ include "farm.fullname" . }}-external-mysql
{{- else }}{{ .Values.mysql.host }}{{ end }}
{{- end }}
{{- define "farm.mysqlPort" -}}
{{- if .Values.mysql.bundled }}3306{{ else if .Values.externalServices.mysql.ip }}{{ .Values.externalServices.mysql.port }}{{ else }}{{ .Values.mysql.port }}{{ end }}
{{- end }}
{{- define "farm.redisHost" -}}
{{- if .Values.redis.bundled }}{{ include "farm.fullname" . }}-redis
{{- else if .Values.externalServices.redis.ip }}{{ include "farm.fullname" . }}-external-redis
{{- else }}{{ .Values.redis.host }}{{ end }}
{{- end }}
{{- define "farm.redisPort" -}}
{{- if .Values.redis.bundled }}6379{{ else if .Values.externalServices.redis.ip }}{{ .Values.externalServices.redis.port }}{{ else }}{{ .Values.redis.port }}{{ end }}
{{- end }}

{{- /* A process gives up on its closers ten seconds after its drain; then come some seconds of air. Scale-down must never cost a job. */ -}}
{{- define "farm.graceSeconds" -}}{{ add (div (add (int .Values.farm.drainTimeoutMs) 999) 1000) 30 }}{{- end }}

{{- /* The pool's values over the defaults. Takes (dict "root" $ "pool" NAME). */ -}}
{{- define "farm.pool" -}}
{{- mustMergeOverwrite (deepCopy .root.Values.workers.defaults) (deepCopy (index .root.Values.workers.pools .pool | default dict)) | toJson }}
{{- end }}

{{- /*
Demand a pod is asked to carry: slots × (1 + drain / mean) × 0.7, so that a backlog drains within drainSeconds
and a full pod is not yet a reason for another. At least its slots.
*/ -}}
{{- define "farm.target" -}}
{{- max .slots (int (floor (mulf .slots (addf 1 (divf .drainSeconds .meanJobSeconds)) 0.7))) }}
{{- end }}
