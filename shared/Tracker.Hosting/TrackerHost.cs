using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tracker.Hosting;

/// <summary>Starts, runs and stops a service.</summary>
public static class TrackerHost
{
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>
    /// Runs a service until it is asked to stop (SIGTERM, Ctrl+C). A wrong setting, or a start that fails, gives one line in the log and
    /// exit code 1.
    /// </summary>
    /// <param name="service">The service's name, such as <c>location-aggregator</c>.</param>
    /// <param name="port">The port for health and metrics unless <c>TRACKER_HTTP_PORT</c> names another.</param>
    /// <param name="args">The command-line arguments, such as <c>--TRACKER_LOG_LEVEL Debug</c>.</param>
    /// <param name="configure">The service's parts.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string service, int port, string[] args, Action<TrackerHostBuilder> configure)
    {
        HostConstruction construction = new(service, port);
        WebApplication? app = null;
        try
        {
            app = construction.Build(args, configure);
            await app.StartAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            construction.Report(failure);
            if (app is not null) await app.DisposeAsync();
            return Failed;
        }

        await using (app)
        {
            construction.Started(app);
            await app.WaitForShutdownAsync(CancellationToken.None);
            // A background service that failed stops the host in an orderly way; the exit code still tells a supervisor of the failure.
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask is { IsFaulted: true })
                ? Failed
                : Done;
        }
    }
}
