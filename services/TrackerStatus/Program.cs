using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;
using TrackerStatus;
using TrackerStatus.Timeline;

// Reads reports from the replicas and maintains the status of each tracker.
return await TrackerHost.RunAsync("tracker-status", port: 9103, args, host => host
    .AddDatabase()
    .AddOptions<StatusOptions>("Status")
    .Add(services => services.AddSingleton<OverdueTrackers>())
    .AddConsumer<StatusConsumer>()
    .AddServiceJob<OverdueJob, StatusOptions>(options => options.OverduePoll));
