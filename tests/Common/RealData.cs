namespace Tracker.Tests;

/// <summary>The real location data beside the checkout; tests that need it are skipped where it is absent.</summary>
internal static class RealData
{
    private static readonly Lazy<string?> Folder = new(Find);

    public static string Path(params string[] names)
    {
        Skip.If(Folder.Value is null, "There is no ../shared/data beside the checkout.");
        string path = System.IO.Path.Combine([Folder.Value!, .. names]);
        Skip.IfNot(File.Exists(path), $"There is no {System.IO.Path.Combine(names)} in ../shared/data.");
        return path;
    }

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Services.sln")))
            {
                string data = System.IO.Path.Combine(at.Parent?.FullName ?? "", "shared", "data");
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
