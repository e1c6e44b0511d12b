using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cluster;
using Tracker.Cluster.Configuration;

namespace Tracker.Cli.Verbs;

/// <summary>Prints addresses and next steps after <c>up</c>.</summary>
internal static class NextSteps
{
    public static void Write(LocalCluster cluster, Installation here, Terminal terminal)
    {
        (ClusterAddresses addresses, ClusterPorts ports) = (cluster.Options.Addresses, cluster.Options.Ports);
        terminal.Write("The cluster and the workers are running in the background.");
        terminal.Write($"  writes   {addresses.Proxy}:{ports.Write} (the primary), database tracker, user tracker");
        terminal.Write($"  reads    {addresses.Proxy}:{ports.Read} (the replicas), user tracker_read");
        terminal.Write($"  HAProxy  {cluster.StatsPage} user admin, password proxyStats in {Path.Combine(here.State, "credentials.json")}");
        foreach (Worker worker in Workers.All)
        {
            Uri address = Workers.Address(worker, here);
            terminal.Write($"  {worker.Name,-20} {new Uri(address, "/health/ready")}  {new Uri(address, "/metrics")}");
        }

        terminal.Write($"  logs     {Path.Combine(here.State, "logs")}");
        terminal.Write("Next: ./tracker status, ./tracker verify, ./tracker export stays --csv. To stop: ./tracker down.");
    }
}
