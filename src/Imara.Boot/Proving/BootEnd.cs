namespace Imara.Boot.Proving;

/// <summary>What ended a boot.</summary>
public enum BootEnd
{
    /// <summary>Nothing: it goes on.</summary>
    None,

    /// <summary>The kernel panicked.</summary>
    Panicked,

    /// <summary>PID 1 of systemd froze.</summary>
    Frozen,

    /// <summary>The machine was halted.</summary>
    Halted,

    /// <summary>The machine was switched off.</summary>
    PoweredOff,

    /// <summary>The machine was restarted.</summary>
    Restarted,

    /// <summary>A shell for repairs was given.</summary>
    Shell,
}
