using GeofenceProcessor;
using GeofenceProcessor.Judging;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;

// Reads reports from the replicas and finds out when trackers entered and left fences.
return await TrackerHost.RunAsync("geofence-processor", port: 9104, args, host => host
    .AddDatabase()
    .AddOptions<FenceJudgeOptions>("Fence")
    .Add(services => services.AddSingleton<FenceJudge>())
    .AddConsumer<GeofenceConsumer>());
