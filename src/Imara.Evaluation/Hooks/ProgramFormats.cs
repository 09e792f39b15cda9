namespace Imara.Evaluation.Hooks;

/// <summary>Tells kinds of executed files apart. Pure.</summary>
public static class ProgramFormats
{
    /// <summary>How many of the first bytes tell.</summary>
    public const int HeadSize = 4;

    /// <summary>The kind of file.</summary>
    /// <param name="head">Its first bytes, <see cref="HeadSize"/> or more; fewer only if it is shorter.</param>
    public static ProgramFormat Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("#!"u8) ? ProgramFormat.Script
        : head.StartsWith("\x7f"u8) && head[1..].StartsWith("ELF"u8) ? ProgramFormat.Elf
        : ProgramFormat.Other;
}
