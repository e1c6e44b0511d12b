using GeofenceProcessor;
using GeofenceProcessor.Judging;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;

// Reads reports from the replicas and computes when trackers enter and leave fences.
return await TrackerHost.RunAsync("geofence-processor", port: 9104, args, host => host
    .AddDatabase()
    .AddOptions<FenceJudgeOptions>("Fence")
    .Add(services => services.AddSingleton<FenceJudge>())
    .AddConsumer<GeofenceConsumer>());
