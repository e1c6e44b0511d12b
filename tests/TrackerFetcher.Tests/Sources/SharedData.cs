namespace TrackerFetcher.Tests.Sources;

/// <summary>The real files beside the checkout; tests that need them are skipped where they are absent.</summary>
internal static class SharedData
{
    public static string Path(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Services.sln")))
        {
            folder = folder.Parent;
        }

        string path = System.IO.Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", name);
        Skip.IfNot(File.Exists(path), $"The shared data file '{name}' is not beside the checkout.");
        return path;
    }
}
