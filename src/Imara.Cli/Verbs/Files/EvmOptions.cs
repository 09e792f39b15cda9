using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Linux.Processes;

namespace Imara.Cli.Verbs.Files;

/// <summary>Reads the key of EVM's HMACs.</summary>
internal static class EvmOptions
{
    private const int MaxKey = 128;

    /// <summary>`--hmac-key`.</summary>
    public static Option<string> HmacKey(string description) => new("--hmac-key") { Description = description, HelpName = "FILE" };

    /// <summary>Reads the decrypted key: at most 128 raw bytes.</summary>
    public static bool TryRead(string path, Report report, out ReadOnlyMemory<byte> key)
    {
        ProcessSecrets.Guard();
        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out key))
        {
            return false;
        }

        if (key.Length is 0 or > MaxKey)
        {
            report.Error($"--hmac-key: {InputFile.NameOf(path)}: {key.Length} bytes, not 1 to {MaxKey} bytes of the decrypted `evm-key`");
            return false;
        }

        return true;
    }
}
