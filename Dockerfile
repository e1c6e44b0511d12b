# The services and the command line tool; each is a build target. Context: the checkout.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /src
# First the files that package restore needs, so that a code change does not download the packages again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY services/Directory.Build.props services/
COPY shared/Tracker.Data/Tracker.Data.csproj shared/Tracker.Data/
COPY shared/Tracker.Geo/Tracker.Geo.csproj shared/Tracker.Geo/
COPY shared/Tracker.Postgres/Tracker.Postgres.csproj shared/Tracker.Postgres/
COPY shared/Tracker.Hosting/Tracker.Hosting.csproj shared/Tracker.Hosting/
COPY services/TrackerFetcher/TrackerFetcher.csproj services/TrackerFetcher/
COPY services/LocationAggregator/LocationAggregator.csproj services/LocationAggregator/
COPY services/TrackerStatus/TrackerStatus.csproj services/TrackerStatus/
COPY services/GeofenceProcessor/GeofenceProcessor.csproj services/GeofenceProcessor/
COPY tools/Tracker.Cluster/Tracker.Cluster.csproj tools/Tracker.Cluster/
COPY tools/Tracker.Drills/Tracker.Drills.csproj tools/Tracker.Drills/
COPY tools/Tracker.Cli/Tracker.Cli.csproj tools/Tracker.Cli/
ENV MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
RUN for project in services/*/*.csproj tools/Tracker.Cli/*.csproj; do dotnet restore "$project" || exit 1; done
COPY shared shared
COPY services services
COPY tools tools
COPY deploy deploy
# Analyzers run for developers, not in image builds.
RUN for project in services/*/*.csproj tools/Tracker.Cli/*.csproj; do \
        dotnet publish "$project" -c Release --no-restore -o "/out/$(basename "$project" .csproj)" \
            -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:UseAppHost=false -p:DebugType=embedded || exit 1; \
    done

FROM ${RUNTIME_IMAGE} AS service
COPY --from=build /src/deploy/containers/answers /usr/local/bin/
# .NET must not write diagnostic files: the root file system may be read-only.
ENV TRACKER_HTTP_ADDRESS=* DOTNET_EnableDiagnostics=0
WORKDIR /app
# A number rather than a name, so that Kubernetes can check that it is not root.
ARG USER_ID=1654
USER ${USER_ID}:${USER_ID}
STOPSIGNAL SIGTERM

FROM service AS worker
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD answers "$TRACKER_HTTP_PORT" /health/ready

FROM worker AS trackerfetcher
COPY --from=build /out/TrackerFetcher ./
ENV TRACKER_HTTP_PORT=9101
EXPOSE 9101
ENTRYPOINT ["dotnet", "TrackerFetcher.dll"]

FROM worker AS locationaggregator
COPY --from=build /out/LocationAggregator ./
ENV TRACKER_HTTP_PORT=9102
EXPOSE 9102
ENTRYPOINT ["dotnet", "LocationAggregator.dll"]

FROM worker AS trackerstatus
COPY --from=build /out/TrackerStatus ./
ENV TRACKER_HTTP_PORT=9103
EXPOSE 9103
ENTRYPOINT ["dotnet", "TrackerStatus.dll"]

FROM worker AS geofenceprocessor
COPY --from=build /out/GeofenceProcessor ./
ENV TRACKER_HTTP_PORT=9104
EXPOSE 9104
ENTRYPOINT ["dotnet", "GeofenceProcessor.dll"]

# ./tracker in a container: migrate, prepare, status, verify, import, export. It finds the checkout by the solution file.
FROM service AS tracker
COPY --from=build /src/deploy/demo /app/deploy/demo
COPY Services.sln /app/
COPY --from=build /out/Tracker.Cli /app/tracker
ENTRYPOINT ["dotnet", "/app/tracker/Tracker.Cli.dll"]
CMD ["status"]
