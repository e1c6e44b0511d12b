using System.Text.Json;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Data.Configuration;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Registration;

namespace TrackerFetcher.Trial;

/// <summary>
/// The fetcher as <c>./tracker source test</c> runs it, without a database: reads a source's definition as JSON from the standard input and
/// writes the result as JSON to the standard output. That way no key appears in the process list.
/// </summary>
internal static class TrialProgram
{
    public const string Argument = "try-source";
    private const string KeysDirectory = "TRACKER_FETCH_KEYS_DIRECTORY";

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, CancellationToken ct)
    {
        int limit = int.TryParse(args.ElementAtOrDefault(1), out int number) ? number : 0;
        SourceDefinition source = JsonSerializer.Deserialize<SourceDefinition>(await input.ReadToEndAsync(ct))!;
        ConfigurationBuilder settings = new();
        settings.AddInMemoryCollection(
            EnvironmentSettings.Load().Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        IConfigurationRoot configuration = settings.Build();
        SourceClientOptions client = new();
        client.KeysDirectory = configuration[KeysDirectory] is { Length: > 0 } folder ? folder : client.KeysDirectory;
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(client)
            .AddSingleton(TimeProvider.System)
            .AddSourceReaders()
            .BuildServiceProvider();
        SourceTrial trial = new(services.GetRequiredService<SourceReaders>(), TimeProvider.System);
        await output.WriteLineAsync(JsonSerializer.Serialize(await trial.RunAsync(source, limit, ct)));
        return 0;
    }
}
