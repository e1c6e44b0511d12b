namespace EndToEnd.Tests.Workers;

/// <summary>The services as they were built beside these tests.</summary>
internal static class WorkerBinary
{
    public const string Fetcher = "TrackerFetcher";
    public const string Aggregator = "LocationAggregator";
    public const string Status = "TrackerStatus";
    public const string Geofences = "GeofenceProcessor";

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly Lazy<string> Checkout = new(FindCheckout);

    public static IReadOnlyList<string> Consumers { get; } = [Aggregator, Status, Geofences];

    public static IReadOnlyList<string> All { get; } = [Fetcher, .. Consumers];

    /// <summary>The program that runs a .NET assembly.</summary>
    public static string Runtime { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The consumer that the service is, as its application and its cursors are named.</summary>
    public static string ConsumerOf(string service) => service switch
    {
        Aggregator => Tracker.Data.Model.Consumers.LocationAggregator,
        Status => Tracker.Data.Model.Consumers.TrackerStatus,
        Geofences => Tracker.Data.Model.Consumers.GeofenceProcessor,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "It is no consumer."),
    };

    public static string Path(string service) => Built("services", service);

    /// <summary>What <c>./tracker</c> runs.</summary>
    public static string Tool => Built("tools", "Tracker.Cli");

    private static string Built(string folder, string project) =>
        System.IO.Path.Combine(Checkout.Value, folder, project, "bin", Configuration, "net10.0", project + ".dll");

    private static string FindCheckout()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "Services.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("The tests do not run from within the checkout.");
    }
}
