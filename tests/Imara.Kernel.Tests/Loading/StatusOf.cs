using System.Text.Json;

namespace Imara.Kernel.Tests.Loading;

/// <summary>What `imara boot status` has to say of any of our boots.</summary>
internal static class StatusOf
{
    /// <summary>Compares with what the host knows of the machine that it made.</summary>
    public static void Holds(GuestBoot boot, JsonElement status)
    {
        Assert.True(status.GetProperty("ima").GetProperty("present").GetBoolean());
        Assert.Equal(boot.Release, status.GetProperty("kernel").GetString());

        var given = boot.Arguments.Split(' ').Where(argument => argument.StartsWith("ima_", StringComparison.Ordinal));
        var seen = status.GetProperty("cmdline").GetProperty("parameters").EnumerateArray()
            .Select(parameter => $"{parameter.GetProperty("name").GetString()}={parameter.GetProperty("value").GetString()}");
        Assert.Equal(given, seen.Where(parameter => parameter.StartsWith("ima_", StringComparison.Ordinal)));
    }
}
