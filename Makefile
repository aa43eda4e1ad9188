VERSION  := $(shell cat VERSION)
# The image's name; with a registry in front of it for a cluster that does not see local images.
IMAGE    ?= aiops-copilot
KUBECTL  ?= kubectl
DOCKER   ?= docker
NODE     := node_modules/.bin/node

.DEFAULT_GOAL := help
.PHONY: help demo test check run build push deploy delete restart logs mcpb krew dependencies bundle

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

demo: bundle ## Install, build and diagnose a built-in incident (no cluster needed)
	@$(NODE) bin/aiops-copilot.js demo

test: dependencies ## Run every check: format, lint, types, build, tests
	@$(NODE) scripts/test.ts

check: dependencies ## Run the fast checks only: format, lint, types
	@$(NODE) scripts/test.ts --static

run: bundle ## Serve HTTP and MCP on this machine
	@$(NODE) bin/aiops-copilot.js serve

build: ## Build the image IMAGE:VERSION
	$(DOCKER) build --tag $(IMAGE):$(VERSION) .

push: ## Push the image
	$(DOCKER) push $(IMAGE):$(VERSION)

deploy: ## Apply deploy/ to the current cluster
	sed 's|image: aiops-copilot:.*|image: $(IMAGE):$(VERSION)|' deploy/k8s-simple.yaml | $(KUBECTL) apply -f -
	$(KUBECTL) apply -f deploy/rbac.yaml -f deploy/configmap
	@if ls deploy/secrets/*.yaml >/dev/null 2>&1; then $(KUBECTL) apply -f deploy/secrets; \
	else echo 'No deploy/secrets/*.yaml: deployed without a model (see deploy/README.md).'; fi
	$(KUBECTL) -n aiops rollout status deployment/aiops-copilot --timeout=120s

delete: ## Remove everything that deploy applied, the namespace included
	$(KUBECTL) delete --ignore-not-found -f deploy/rbac.yaml -f deploy/k8s-simple.yaml

restart: ## Restart the Deployment
	$(KUBECTL) -n aiops rollout restart deployment/aiops-copilot

logs: ## Follow the Deployment's log
	$(KUBECTL) -n aiops logs --follow --tail=100 deployment/aiops-copilot

mcpb: bundle ## Pack the bundle that Claude Desktop and others install
	@$(NODE) scripts/mcpb.ts

krew: bundle ## Pack the kubectl plug-in, and its manifest for krew (URI=where the archive will be)
	@$(NODE) scripts/krew.ts $(URI)

dependencies:
	@node scripts/installed.js || npm ci

bundle: dependencies
	@$(NODE) scripts/build.ts >/dev/null
