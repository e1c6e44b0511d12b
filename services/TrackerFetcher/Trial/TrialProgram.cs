using System.Text.Json;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Data.Configuration;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Trial;

/// <summary>
/// The fetcher as <c>./tracker source test</c> runs it: a source as JSON on the standard input, what came of it as JSON on the
/// standard output, no database. Keys come so neither into the list of processes nor anywhere else.
/// </summary>
internal static class TrialProgram
{
    public const string Argument = "try-source";
    private const string KeysDirectory = "TRACKER_FETCH_KEYS_DIRECTORY";

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, CancellationToken ct)
    {
        int most = int.TryParse(args.ElementAtOrDefault(1), out int number) ? number : 0;
        SourceDefinition source = JsonSerializer.Deserialize<SourceDefinition>(await input.ReadToEndAsync(ct))!;
        ConfigurationBuilder settings = new();
        settings.AddInMemoryCollection(EnvironmentSettings.Load().Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        IConfigurationRoot configuration = settings.Build();
        FetchSettings fetch = new();
        fetch.KeysDirectory = configuration[KeysDirectory] is { Length: > 0 } folder ? folder : fetch.KeysDirectory;
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(fetch)
            .AddSingleton(TimeProvider.System)
            .AddSourceReaders()
            .BuildServiceProvider();
        TrialResult result = await new SourceTrial(services, TimeProvider.System).RunAsync(source, most, ct);
        await output.WriteLineAsync(JsonSerializer.Serialize(result));
        return 0;
    }
}
