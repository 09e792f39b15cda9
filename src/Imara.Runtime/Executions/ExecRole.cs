namespace Imara.Runtime.Executions;

/// <summary>As what a file is opened by execve.</summary>
internal enum ExecRole
{
    /// <summary>The program itself, a script, or the interpreter a script names: BPRM_CHECK is asked.</summary>
    Program,

    /// <summary>The interpreter an ELF program names (ld.so): only opened and mapped.</summary>
    ElfInterpreter,
}
