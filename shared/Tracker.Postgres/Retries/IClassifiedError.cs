namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>An exception that states itself whether it is retried, so that <see cref="TransientErrors"/> does not depend on it.</summary>
internal interface IClassifiedError
{
    ErrorVerdict Verdict { get; }
}
