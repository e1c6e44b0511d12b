using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>Work in a read scope wrote or locked rows, and the server refused it. Use <c>WriteAsync</c> for this work.</summary>
public sealed class WriteInReadScopeException(Exception inner)
    : Exception("A read scope can't write or lock rows (FOR UPDATE, nextval, temporary tables). Use WriteAsync for this work.", inner), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Permanent;
}
