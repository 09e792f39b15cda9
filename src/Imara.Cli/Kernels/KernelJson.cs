using System.Text.Json;
using Imara.Policy.Kernels;

namespace Imara.Cli.Kernels;

/// <summary>Which kernel an answer is about, in JSON.</summary>
internal static class KernelJson
{
    /// <summary>Writes <c>kernel</c>, the name by which it was asked for, and <c>release</c>, the release that stands behind it: <c>running</c> alone would not tell.</summary>
    public static void Write(Utf8JsonWriter json, KernelProfile kernel)
    {
        json.WriteString("kernel"u8, kernel.Name);
        json.WriteString("release"u8, kernel.Release.Length > 0 ? kernel.Release : kernel.Version.ToString());
    }
}
