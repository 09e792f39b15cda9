namespace Imara.Runtime.Executions;

/// <summary>Kinds of files that are executed.</summary>
internal enum ProgramFormat
{
    /// <summary>Neither of the others; the kernel may know it (binfmt_misc).</summary>
    Other,

    /// <summary>Begins with <c>#!</c>.</summary>
    Script,

    /// <summary>Begins as ELF does; the kernel maps it executable.</summary>
    Elf,
}
