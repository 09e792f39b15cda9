using System.Globalization;
using System.Text;

namespace Imara.Linux.Files;

/// <summary>Names of files that are not whole yet: short enough beside every name, and never the same after a run that was killed.</summary>
internal static class TemporaryName
{
    /// <summary>A name that nobody else uses, and a NUL.</summary>
    internal static byte[] Next() =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".imara-{(ulong)Random.Shared.NextInt64():x16}.new\0"));
}
