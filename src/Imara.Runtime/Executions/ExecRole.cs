namespace Imara.Runtime.Executions;

/// <summary>As what a file is opened.</summary>
internal enum ExecRole
{
    /// <summary>By open(2); nothing is executed.</summary>
    None,

    /// <summary>The program itself, a script, or the interpreter a script names.</summary>
    Program,

    /// <summary>The interpreter an ELF program names (ld.so): only opened and mapped.</summary>
    Loader,
}
