namespace TrackerFetcher.Sources;

/// <summary>An option that names a file: a relative path is made absolute before a source is added.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilePathAttribute : Attribute;
