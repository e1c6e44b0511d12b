namespace Tracker.Hosting.Jobs;

/// <summary>The name of a job in logs, metrics and the liveness check.</summary>
internal static class JobName
{
    /// <summary>The type's name, or that of a generic job's argument: <c>ConsumerJob&lt;StayConsumer&gt;</c> is named StayConsumer.</summary>
    public static string Of(Type job) => job.IsGenericType ? job.GenericTypeArguments[0].Name : job.Name;
}
