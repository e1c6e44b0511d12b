namespace Tracker.Cluster;

/// <summary>Lets a test run count its clusters: each start adds a line to the file that <c>TRACKER_CLUSTER_STARTS</c> names.</summary>
internal static class ClusterStartLog
{
    private const string Variable = "TRACKER_CLUSTER_STARTS";

    public static void Append(string stateDirectory)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
            File.AppendAllText(file, stateDirectory + "\n");
    }
}
