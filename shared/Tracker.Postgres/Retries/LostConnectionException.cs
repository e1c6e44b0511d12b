namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>A connection was lost between two commands of a scope. Npgsql reports only that it is not open.</summary>
internal sealed class LostConnectionException(InvalidOperationException inner)
    : Exception("The connection was lost between two commands of a scope.", inner), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
