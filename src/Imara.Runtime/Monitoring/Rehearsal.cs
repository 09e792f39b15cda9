using Imara.Appraisal.Files;
using Imara.Linux.Fanotify;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;
using Imara.Runtime.Guarding;

namespace Imara.Runtime.Monitoring;

/// <summary>Uses everything the event thread will use once, before anybody waits for it.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md, Never deadlock: what is loaded at first use (libraries, configuration of the crypto library) must be loaded while
/// the files are not marked yet.
/// </remarks>
internal static class Rehearsal
{
    /// <summary>Calls what the event thread calls, on a file of memory.</summary>
    internal static Errno Run(FanotifyGroup group, FileDigester digester, IReadOnlyList<HashAlgo> algos)
    {
        var error = Descriptor.CreateInMemory(out var memory);
        if (error != Errno.None)
        {
            return error;
        }

        try
        {
            Ask(group, memory, digester, algos);

            // The event thread answers this open as one of our own.
            error = group.Mark(FanotifyMark.Add, FanotifyMask.OpenPermission, memory);
            if (error != Errno.None)
            {
                return error;
            }

            error = Descriptor.Open(System.Text.Encoding.ASCII.GetBytes($"/proc/self/fd/{memory}"), OpenFlags.ReadOnly, out var again);
            if (error == Errno.None)
            {
                Descriptor.Close(again);
            }

            return error;
        }
        finally
        {
            Descriptor.Close(memory);
        }
    }

    // The answers do not matter.
    private static void Ask(FanotifyGroup group, int memory, FileDigester digester, IReadOnlyList<HashAlgo> algos)
    {
        Span<byte> buffer = stackalloc byte[DescriptorPath.MaxLength];
        _ = FileStatus.Read(memory, out _);
        _ = FileStatus.Read("/proc/self/root"u8, out _);
        _ = FileSystemFacts.Magic(memory, out _);
        _ = FileSystemFacts.Uuid(memory, out _);
        _ = ExtendedAttributes.Read(memory, "security.ima"u8, buffer, out _);
        _ = DescriptorPath.Read(memory, buffer, out _, out _);
        _ = FileLease.ProbeWriters(memory);
        _ = DescriptorInfo.Read(memory, out var info);
        _ = FsVerity.Measure(memory, out _, buffer, out _);
        _ = ProcFile.ReadWhole("/proc/self/mountinfo"u8, out var mounts);
        _ = MountInfoReader.TryFind(mounts, info.MountId, out _);
        _ = SyscallInfo.Read(Environment.ProcessId, out _, attempts: 1);
        _ = ProcessCredentials.Read(Environment.ProcessId, out _);
        _ = group.Waiting;
        ReleasedGroup.RemoveMarks(group);
        _ = ReleasedGroup.AllowRead(group, 0);
        _ = ThreadIds.IsOurs(1);
        _ = ThreadIds.Exists(1);
        _ = FileTime.Now;
        _ = OpenFileSearch.IsOpenForReading(0, 0);
        foreach (var algo in algos)
        {
            digester.WarmUp(algo);
        }
    }
}
