using System.Buffers;

namespace Imara.Cli.Evmctl;

/// <summary>Bytes in hex, upper or lower case.</summary>
internal static class HexText
{
    /// <summary>Reads at least one byte, and nothing but hex digits.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 2];
        return text.Length > 0 && text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
    }
}
