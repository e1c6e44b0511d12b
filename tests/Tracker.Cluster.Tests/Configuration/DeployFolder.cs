namespace Tracker.Cluster.Tests.Configuration;

/// <summary>The folder deploy/ of the checkout.</summary>
internal static class DeployFolder
{
    public static string File(string name)
    {
        string root = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(root, "Services.sln")))
            root = Path.GetDirectoryName(root)!;
        return Path.Combine(root, "deploy", name);
    }
}
