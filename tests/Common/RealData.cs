namespace Tracker.Tests;

/// <summary>The real location data beside the checkout (<c>../shared/data</c>): tests take it as additional cases where it is there.</summary>
internal static class RealData
{
    private static readonly Lazy<string?> Folder = new(Find);

    /// <summary>Whether the folder is there. A file that is missing from it then fails its test.</summary>
    public static bool Exists => Folder.Value is not null;

    public static string Path(params string[] names) =>
        System.IO.Path.Combine([Folder.Value ?? throw new InvalidOperationException("There is no ../shared/data beside the checkout."), .. names]);

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
