using System.Text.RegularExpressions;
using EFCore.ReadWriteSplitting.Schema;

namespace EFCore.ReadWriteSplitting.Tests.Schema;

public sealed partial class SchemaScriptsTests
{
    [Fact]
    public void Scripts_are_embedded()
    {
        Assert.Contains("CREATE TABLE IF NOT EXISTS units_of_work", SchemaScripts.UnitsOfWork, StringComparison.Ordinal);
        Assert.Contains("CREATE OR REPLACE FUNCTION cluster.timeline_history", SchemaScripts.TimelineHistory, StringComparison.Ordinal);
    }

    [Fact]
    public void Cluster_of_this_repository_has_the_same_function()
    {
        string deployed = File.ReadAllText(Path.Combine(Checkout(), "deploy", "postgresql", "roles.sql"));

        Assert.Equal(Definition(SchemaScripts.TimelineHistory), Definition(deployed));
        Assert.Contains("REVOKE ALL ON FUNCTION cluster.timeline_history(int) FROM PUBLIC", SchemaScripts.TimelineHistory, StringComparison.Ordinal);
        Assert.Contains("REVOKE ALL ON FUNCTION cluster.timeline_history(int) FROM PUBLIC", deployed, StringComparison.Ordinal);
    }

    // From the name of the function to the end of its body.
    private static string Definition(string script) => TimelineHistory().Match(script) is { Success: true } match
        ? match.Value.ReplaceLineEndings("\n")
        : throw new ArgumentException("The script has no function timeline_history.", nameof(script));

    private static string Checkout()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Services.sln")))
        {
            root = Path.GetDirectoryName(root)
                ?? throw new DirectoryNotFoundException($"There is no Services.sln above {AppContext.BaseDirectory}.");
        }

        return root;
    }

    [GeneratedRegex(@"FUNCTION cluster\.timeline_history\(timeline int\).*?\$\$.*?\$\$;", RegexOptions.Singleline)]
    private static partial Regex TimelineHistory();
}
