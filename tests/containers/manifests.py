#!/usr/bin/env python3
"""Do the Kubernetes manifests hold together? Each file is YAML of a known kind, and what refers to something else refers to what is there."""
import pathlib
import re
import sys

import yaml

root = pathlib.Path(__file__).resolve().parents[2]
folder = root / "deploy" / "kubernetes"
wrong = []


def expect(holds, what):
    if not holds:
        wrong.append(what)


def documents(name):
    return [document for document in yaml.safe_load_all((folder / name).read_text()) if document]


KINDS = {"Namespace": "v1", "Deployment": "apps/v1", "PodDisruptionBudget": "policy/v1", "NetworkPolicy": "networking.k8s.io/v1"}
NAME = "app.kubernetes.io/name"

[kustomization] = documents("kustomization.yaml")
[common] = documents("every-worker.yaml")
dockerfile = (root / "Dockerfile").read_text()
settings = (root / "docs" / "configuration.md").read_text()
targets = set(re.findall(r"^FROM \S+ AS (\S+)$", dockerfile, re.M))
ports = dict(re.findall(r'^EXPOSE (\d+)\n(?:.*\n)*?ENTRYPOINT \["dotnet", "(\w+)\.dll"\]', dockerfile, re.M))
listed = set(kustomization["resources"]) | {patch["path"] for patch in kustomization["patches"]} | {"kustomization.yaml"}
expect({file.name for file in folder.glob("*.yaml")} == listed, "kustomization.yaml lists other files than there are")

images = {image["name"] for image in kustomization["images"]}
pod = common["spec"]["template"]["spec"]
volumes = {volume["name"] for volume in pod["volumes"]}
[configuration] = kustomization["configMapGenerator"]
for container in pod["initContainers"] + pod["containers"]:
    expect({mount["name"] for mount in container["volumeMounts"]} <= volumes, f"{container['name']} mounts a volume that is not there")
    expect(container["envFrom"][0]["configMapRef"]["name"] == configuration["name"], f"{container['name']} has another configuration")
    expect(container["securityContext"]["readOnlyRootFilesystem"] and not container["securityContext"]["allowPrivilegeEscalation"], f"{container['name']} is not locked down")
    expect("memory" in container["resources"]["limits"], f"{container['name']} may take all memory")
expect(pod["securityContext"]["runAsNonRoot"], "workers may be root")
for line in (folder / "database.env").read_text().splitlines():
    name = line.partition("=")[0]
    expect(line.startswith("#") or f"`{name}`" in settings, f"database.env: docs/configuration.md knows no {name}")

workers = set()
for file in kustomization["resources"]:
    for document in documents(file):
        kind, name = document["kind"], document["metadata"]["name"]
        expect(KINDS.get(kind) == document["apiVersion"], f"{file}: {kind} of {document['apiVersion']}")
        if kind not in ("Deployment", "PodDisruptionBudget"):
            continue
        selected = document["spec"]["selector"]["matchLabels"][NAME]
        expect(file == f"{selected}.yaml" and name == selected, f"{file}: {kind} {name} selects {selected}")
        if kind == "PodDisruptionBudget":
            expect(selected in workers and document["spec"]["minAvailable"] >= 1, f"{file}: its budget protects nothing")
            continue
        workers.add(name)
        template = document["spec"]["template"]
        expect(template["metadata"]["labels"][NAME] == selected, f"{file}: its pods have another name")
        [container] = template["spec"]["containers"]
        expect(container["name"] == pod["containers"][0]["name"], f"{file}: every-worker.yaml changes another container")
        image, port = container["image"], container["ports"][0]
        service = [service for exposed, service in ports.items() if int(exposed) == port["containerPort"]]
        expect(image in images and image.partition("/")[2] in targets, f"{file}: no image {image}")
        expect(service and service[0].lower() == image.partition("/")[2], f"{file}: {image} does not listen on {port['containerPort']}")
        expect(port["name"] == pod["containers"][0]["readinessProbe"]["httpGet"]["port"], f"{file}: the probes ask another port")
        expect(document["spec"]["replicas"] > 1, f"{file}: one replica, which a drained node takes down")
expect(len(workers) == 4, f"there are {len(workers)} workers")

if wrong:
    print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong else 0)
