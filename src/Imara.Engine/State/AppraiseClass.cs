namespace Imara.Engine.State;

/// <summary>The hooks that keep a verdict of their own for each file.</summary>
/// <remarks>docs/reference/policy.md 4.3. Single bits, so that they form a set.</remarks>
[Flags]
internal enum AppraiseClass : byte
{
    None = 0,
    File = 1,
    Mmap = 2,
    Bprm = 4,
    Creds = 8,
    Read = 16,
}
