namespace Imara.Runtime.Usage;

/// <summary>Why a measurement cannot be trusted.</summary>
/// <remarks>docs/reference/policy.md 5.4.</remarks>
internal enum Violation
{
    /// <summary>It can.</summary>
    None,

    /// <summary><c>ToMToU</c>: opened for writing while a measured reader has it open.</summary>
    ToMToU,

    /// <summary><c>open_writers</c>: measured while somebody has it open for writing.</summary>
    OpenWriters,
}
