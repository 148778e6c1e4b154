{{- /* What every pod of ours shares. Takes (dict "root" $ "component" NAME "pool" POOL "own" VALUES). */ -}}
{{- define "farm.podSpec" -}}
serviceAccountName: {{ include "farm.fullname" .root }}
automountServiceAccountToken: false
{{- with .root.Values.hostAliases }}
hostAliases: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "farm.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- with .own.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .own.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .own.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  {{- with .own.extraVolumes }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}

{{- define "farm.podMeta" -}}
labels:
  {{- include "farm.labels" . | nindent 2 }}
  {{- with .own.podLabels }}{{ toYaml . | nindent 2 }}{{ end }}
annotations:
  # A changed setting or secret of the chart restarts the pods; a secret of yours does not: bump podAnnotations, or run Reloader.
  checksum/config: {{ include (print .root.Template.BasePath "/configmap.yaml") .root | sha256sum }}
  checksum/secret: {{ include (print .root.Template.BasePath "/secret.yaml") .root | sha256sum }}
  {{- with .own.podAnnotations }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}

{{- define "farm.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- define "farm.mounts" -}}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- with .own.extraVolumeMounts }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}

{{- /* Liveness looks at the event loop alone: an outage of Redis or MySQL must not restart the fleet. Takes (dict "port" NAME "live" PATH). */ -}}
{{- define "farm.probes" -}}
startupProbe:
  httpGet: { path: {{ .live }}, port: {{ .port }} }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: {{ .live }}, port: {{ .port }} }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /ready, port: {{ .port }} }
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
{{- end }}

{{- /* V8 sizes its heap by the node's memory unless told; with these a role stays within its limit. */ -}}
{{- define "farm.heapEnv" -}}
- name: NODE_OPTIONS
  value: {{ printf "--max-old-space-size=%d --max-semi-space-size=8" (int .heapMb) | quote }}
{{- end }}

{{- define "farm.redisEnv" -}}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.redis.existingSecret | default (printf "%s-redis" (include "farm.fullname" .)) }}
      key: {{ .Values.redis.existingSecretKey }}
{{- end }}
{{- define "farm.mysqlEnv" -}}
- name: MYSQL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.mysql.existingSecret | default (printf "%s-mysql" (include "farm.fullname" .)) }}
      key: {{ .Values.mysql.existingSecretKey }}
{{- end }}

{{- /* Nothing starts on tables it does not know. The check only reads, and waits for whoever migrates. */ -}}
{{- define "farm.waitForTables" -}}
{{- if ne (include "farm.migrationMode" .) "hook" }}
initContainers:
  - name: wait-for-tables
    image: {{ include "farm.image" . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args: [dist/scripts/migrate.js, --check, --wait, {{ .Values.migrations.activeDeadlineSeconds | quote }}]
    envFrom:
      - configMapRef: { name: {{ include "farm.fullname" . }}-store }
    env: {{- include "farm.mysqlEnv" . | nindent 6 }}
    {{- include "farm.containerSecurity" . | nindent 4 }}
    volumeMounts:
      - { name: tmp, mountPath: /tmp }
    resources:
      requests: { cpu: 50m, memory: 64Mi }
      limits: { memory: 256Mi }
{{- end }}
{{- end }}
