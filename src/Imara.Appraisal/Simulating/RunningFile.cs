namespace Imara.Appraisal.Simulating;

/// <summary>A file that a process maps executable.</summary>
/// <param name="Path">The path below the root of the process.</param>
/// <param name="Inode">Its inode number.</param>
/// <param name="IsInterpreter">It is the ELF interpreter of the process.</param>
internal sealed record RunningFile(ByteString Path, ulong Inode, bool IsInterpreter);
