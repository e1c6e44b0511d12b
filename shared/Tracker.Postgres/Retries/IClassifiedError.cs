namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>An exception that says itself whether a new attempt may succeed, so that the catalogue need not know it.</summary>
internal interface IClassifiedError
{
    ErrorVerdict Verdict { get; }
}
