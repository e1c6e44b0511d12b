using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cluster;
using Tracker.Cluster.Configuration;

namespace Tracker.Cli.Verbs;

/// <summary>What to look at once all is up.</summary>
internal static class Guidance
{
    public static void Write(LocalCluster cluster, Installation here, Terminal terminal)
    {
        (ClusterAddresses addresses, ClusterPorts ports) = (cluster.Options.Addresses, cluster.Options.Ports);
        terminal.Write("Everything is up and stays up in the background.");
        terminal.Write($"  writes   {addresses.Proxy}:{ports.Write} (the primary), database tracker, user tracker");
        terminal.Write($"  reads    {addresses.Proxy}:{ports.Read} (the replicas), user tracker_read");
        terminal.Write($"  HAProxy  {cluster.StatsPage} user admin; all passwords are in {Path.Combine(here.State, "credentials.json")} (this one: proxyStats)");
        foreach (Worker worker in Workers.All)
        {
            Uri address = Workers.Address(worker, here);
            terminal.Write($"  {worker.Name,-20} {new Uri(address, "/health/ready")}  {new Uri(address, "/metrics")}");
        }

        terminal.Write($"  logs     {Path.Combine(here.State, "logs")}");
        terminal.Write("Next: ./tracker status, ./tracker verify, ./tracker export stays --csv; ./tracker down stops it.");
    }
}
