using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>Retries work on <see cref="PrimaryConnection"/> after transient errors, as units of work are retried.</summary>
/// <param name="options">The deadline of the retries.</param>
/// <param name="time">The clock.</param>
public sealed class PrimaryRetry(DatabaseOptions options, TimeProvider time)
{
    private readonly RetryPolicy _retry = new(options, time);

    /// <summary>Runs the work until it succeeds.</summary>
    /// <param name="work">The work as a whole; a repetition must do no harm.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidSettingException">TLS is not as the settings require; the message names the setting.</exception>
    /// <exception cref="DatabaseUnavailableException">It did not succeed within <see cref="DatabaseOptions.RetryDeadline"/>.</exception>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => _retry.RunAsync(
        ScopeKind.Write,
        async token =>
        {
            try
            {
                await work(token);
                return true;
            }
            catch (Exception error)
            {
                InvalidSettingException? setting = RefusedTls.Setting(error, options);
                if (setting is null)
                {
                    throw;
                }

                throw setting;
            }
        },
        static (_, _) => Task.CompletedTask,
        cancellationToken);
}
