using System.Globalization;
using System.Text.RegularExpressions;

namespace Tracker.Hosting.Tests.Logging;

/// <summary>Log events of all assemblies, read from their sources: each has an id of its own, a constant of its assembly's EventIds.</summary>
public sealed partial class EventIdTests
{
    private static readonly (string Folder, int First, int Last)[] Ranges =
    [
        ("shared/Tracker.Postgres", 1000, 1999),
        ("shared/Tracker.Data", 2000, 2999),
        ("shared/Tracker.Hosting", 3000, 3999),
        ("services/TrackerFetcher", 4000, 4999),
        ("services/LocationAggregator", 5000, 5999),
        ("services/TrackerStatus", 6000, 6999),
        ("services/GeofenceProcessor", 7000, 7999),
        ("tools", 8000, 9999),
    ];

    private static readonly string Root = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));
    private static readonly LogEvent[] Events = [.. Sources("shared", "services", "tools").SelectMany(ReadEvents)];
    private static readonly Constant[] Constants =
        [.. Sources("shared", "services", "tools").Where(file => Path.GetFileName(file) == "EventIds.cs").SelectMany(ReadConstants)];

    [Fact]
    public void Every_log_event_names_a_constant_of_the_EventIds_of_its_assembly()
    {
        Assert.True(Events.Length > 20, $"Only {Events.Length} log events were found.");
        AssertNone("have no id", Events.Where(e => e.Id is null || !Constants.Any(c => c.Name == e.Id && Project(c.File) == Project(e.File))));
    }

    [Fact]
    public void No_two_log_events_share_an_id() => AssertNone(
        "share an id", Events.Where(e => e.Id is not null).GroupBy(e => (Project(e.File), e.Id)).Where(same => same.Count() > 1).SelectMany(same => same));

    [Fact]
    public void No_two_constants_are_equal() => AssertNone(
        "are equal", Constants.GroupBy(c => c.Value).Where(equal => equal.Count() > 1).SelectMany(equal => equal));

    [Fact]
    public void Every_constant_is_in_the_range_of_its_assembly()
    {
        Assert.NotEmpty(Constants);
        AssertNone("are out of range", Constants.Where(c => !Ranges.Any(range =>
            c.File.StartsWith(range.Folder + "/", StringComparison.Ordinal) && c.Value >= range.First && c.Value <= range.Last)));
    }

    [Fact]
    public void No_message_ends_with_a_full_stop() =>
        AssertNone("end with a full stop", Events.Where(e => e.Message.EndsWith('.') && !e.Message.EndsWith("...", StringComparison.Ordinal)));

    private static void AssertNone<T>(string what, IEnumerable<T> offenders)
    {
        string list = string.Join('\n', offenders.Select(offender => $"  {offender}"));
        Assert.True(list.Length == 0, $"These {what}:\n{list}");
    }

    private static IEnumerable<LogEvent> ReadEvents(string file)
    {
        string text = File.ReadAllText(Path.Combine(Root, file));
        return Attribute().Matches(text).Select(attribute =>
        {
            string body = attribute.Groups["body"].Value;
            int line = text.AsSpan(0, attribute.Index).Count('\n') + 1;
            string? id = Id().Match(body) is { Success: true } found ? found.Groups[1].Value : null;
            return new LogEvent(file, line, id, Text().Matches(body).LastOrDefault()?.Groups[1].Value ?? string.Empty);
        });
    }

    private static IEnumerable<Constant> ReadConstants(string file) =>
        Declaration().Matches(File.ReadAllText(Path.Combine(Root, file)))
            .Select(declared => new Constant(file, declared.Groups[1].Value, int.Parse(declared.Groups[2].Value, CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Project(string file) => string.Join('/', file.Split('/').Take(2));

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Services.sln"))
            ? folder.FullName
            : FindRoot(folder.Parent ?? throw new InvalidOperationException("There is no Services.sln above the tests."));

    [GeneratedRegex(@"\[LoggerMessage\((?<body>.*?)\)\]\s*\n", RegexOptions.Singleline)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\bEventIds\.(\w+)")]
    private static partial Regex Id();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"const\s+int\s+(\w+)\s*=\s*(\d+)\s*;")]
    private static partial Regex Declaration();

    private sealed record LogEvent(string File, int Line, string? Id, string Message)
    {
        public override string ToString() => $"{File}:{Line} {Id} \"{Message}\"";
    }

    private sealed record Constant(string File, string Name, int Value)
    {
        public override string ToString() => $"{File}: {Name} = {Value}";
    }
}
