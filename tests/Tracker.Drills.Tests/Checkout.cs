namespace Tracker.Drills.Tests;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Checkout
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Root { get; } = Find();

    /// <summary>The program behind <c>./tracker</c>, as it was built beside these tests.</summary>
    public static string CommandLine => Path.Combine(Root, "tools", "Tracker.Cli", "bin", Configuration, "net10.0", "Tracker.Cli.dll");

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Services.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException($"There is no Services.sln above {AppContext.BaseDirectory}.");
    }
}
