using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Cluster;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Networks;
using Tracker.Data.Configuration;
using Tracker.Data.Migrations;
using Tracker.Data.Model;

namespace Tracker.Drills.Running;

/// <summary>A temporary cluster with the services' schema and a schema for the drill's tables.</summary>
internal sealed class DrillCluster : IAsyncDisposable
{
    private const string ApplicationName = "tracker-drill";

    private readonly TemporaryCluster _temporary;
    private readonly DrillTopology _topology;

    private DrillCluster(TemporaryCluster temporary, DrillTopology topology) => (_temporary, _topology) = (temporary, topology);

    public LocalCluster Cluster => _temporary.Cluster;

    /// <param name="progress">Receives progress messages.</param>
    /// <param name="topology">How <see cref="Open"/> connects to the nodes.</param>
    /// <param name="configure">Changes the cluster's options. In a private network each node has a namespace of its own.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static async Task<DrillCluster> StartAsync(
        IProgress<string> progress, DrillTopology topology, Func<ClusterOptions, ClusterOptions>? configure, CancellationToken ct)
    {
        progress.Report("starting a cluster for the drill");
        DrillCluster cluster = new(await TemporaryCluster.StartAsync(options => InNetwork(configure?.Invoke(options) ?? options), ct), topology);
        try
        {
            await cluster.Cluster.WaitForHealthyAsync(cluster.Cluster.Nodes.Count - 1, Faults.FaultTarget.HealthyTimeout, ct);
            await SchemaMigrator.MigrateAsync(cluster.Options(topology, []), TimeProvider.System, ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the database as a service does.</summary>
    /// <param name="settings">Settings that override a service's defaults.</param>
    public Database Open(params (string Name, string Value)[] settings) => Open(_topology, settings);

    /// <summary>Opens the database as a service does, in another topology than the drill's own.</summary>
    public Database Open(DrillTopology topology, params (string Name, string Value)[] settings) =>
        new(Options(topology, settings), TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    private static ClusterOptions InNetwork(ClusterOptions options) => PrivateNetwork.IsInside
        ? options with { UseNetworkNamespaces = true, Addresses = new ClusterAddresses(PrivateNetwork.Subnet) }
        : options;

    private DatabaseOptions Options(DrillTopology topology, (string Name, string Value)[] settings)
    {
        Dictionary<string, string> values = new(Cluster.Environment);
        if (topology == DrillTopology.Direct)
        {
            values.Remove("POSTGRES_SERVER");
            values.Remove("POSTGRES_PORT");
            values.Remove("POSTGRES_READ_PORT");
            values["POSTGRES_HOSTS"] = string.Join(',', Cluster.Nodes.Select(node => $"{node.Address}:{Cluster.Options.Ports.PgBouncer}"));
        }

        foreach ((string name, string value) in settings)
        {
            values[name] = value;
        }

        return TrackerDatabaseSettings.Read(name => values.GetValueOrDefault(name), ApplicationName);
    }
}
