namespace Imara.Evaluation.Hooks;

/// <summary>Kinds of files that are executed.</summary>
public enum ProgramFormat
{
    /// <summary>Neither of the others; the kernel may know it (binfmt_misc).</summary>
    Other,

    /// <summary>Begins with <c>#!</c>: its interpreter is executed.</summary>
    Script,

    /// <summary>Begins as ELF does; the kernel maps it executable.</summary>
    Elf,
}
