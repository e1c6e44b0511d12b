namespace TrackerFetcher.Tests.Sources.FindMy;

/// <summary>
/// Sealed by another implementation (OpenSSL's P-224 and AES-GCM): 48.2082, 16.3738, 25 m, 2025-12-31 08:00:00, and with a byte more
/// -33.8688, -151.2093, 255 m, a minute later.
/// </summary>
internal static class SealedReports
{
    public const string FirstId = "zwFIyxr5o1gLplBNP4K0JBYzVbCrXntMBBKUKqz7tw0=";
    public const string FirstKey = "A2awd5n8q5yShPfjHp2XcD2xB/vq8v4IUu4Sug==";
    public const string FirstPayload = "LwUPgAIEZrweKN/8bVhnUkr3kSuVsbtel6RgvNk3UCFfwtndEEGZUb/8GpSay/q7ZLqvXmtyixITD0I7ZIb7dG1SBmxeXYFheNQeUJD1PoGSwhzh3x9xFA==";
    public const string SecondId = "LZptXNWOuzrGsSSzrlF5Dq0YqahBpdcjYNd3exlY0bA=";
    public const string SecondKey = "H21mIhdKLSVyl5goDi0biiFJ4SJXHRq+bPSJAA==";
    public const string SecondPayload = "LwUPvAMABKUZamaE8v2+75xZ7ayeo9KZPAx9A8Na0H+t3t9adOqD1hPXtlEJrnKv1ihgNzZne1t5OjRtcNbG6/euZcAIrBKPJVGrDE+suA8DZuaEIaNZnZA=";

    public const string Keys = $$"""[{"id":1,"name":"wallet","privateKey":"{{FirstKey}}","isActive":true,"additionalKeys":["{{SecondKey}}"]}]""";
}
