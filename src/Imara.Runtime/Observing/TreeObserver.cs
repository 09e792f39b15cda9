using System.Text;
using Imara.Appraisal.Files;
using Imara.Evaluation;
using Imara.Evaluation.Generating;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Policy.Rules;
using Imara.Runtime.Executions;
using Imara.Traces.Recording;

namespace Imara.Runtime.Observing;

/// <summary>Walks a tree and tells what its files are there for: the accesses to expect if everything in it is used, by root.</summary>
/// <remarks>Stays on one file system and follows no symbolic links. What cannot be looked at is told by name.</remarks>
public sealed class TreeObserver
{
    private const int AnyExecute = 0x49;
    private const int MaxAttribute = 65536;
    private const int HeadSize = 20;

    private readonly ObservationLog observations;
    private readonly Action<string, string> failed;
    private readonly FileSystemTable fileSystems = new();
    private readonly byte[] attribute = new byte[MaxAttribute];

    /// <summary>An observer.</summary>
    /// <param name="observations">Gets the accesses.</param>
    /// <param name="failed">Gets the path of what could not be looked at, and the reason.</param>
    public TreeObserver(ObservationLog observations, Action<string, string> failed)
    {
        this.observations = observations;
        this.failed = failed;
    }

    /// <summary>Walks the tree below a folder.</summary>
    /// <returns>False if there is no such folder.</returns>
    public bool Walk(string root)
    {
        if (FileStatus.Read(Encoding.UTF8.GetBytes(root), out var status) != Errno.None || !Directory.Exists(root))
        {
            return false;
        }

        var folders = new Stack<string>([Path.GetFullPath(root)]);
        while (folders.TryPop(out var folder))
        {
            try
            {
                foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
                {
                    if (entry.LinkTarget is not null)
                    {
                        continue;
                    }

                    if (entry is FileInfo)
                    {
                        Look(entry.FullName);
                    }
                    else if (FileStatus.Read(Encoding.UTF8.GetBytes(entry.FullName), out var below) == Errno.None && below.Device == status.Device)
                    {
                        folders.Push(entry.FullName);
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                failed(folder, IoErrors.TextOf(error));
            }
        }

        return true;
    }

    private void Look(string path)
    {
        var name = Encoding.UTF8.GetBytes(path);
        var error = FileStatus.Read(name, out var status);
        if (error == Errno.None && !status.IsRegularFile)
        {
            return;
        }

        var descriptor = -1;
        error = error == Errno.None ? Descriptor.Open(name, OpenFlags.ReadOnly, out descriptor) : error;
        if (error != Errno.None)
        {
            failed(path, error.ToString());
            return;
        }

        try
        {
            Tell(path, new ByteString(name), descriptor, status);
        }
        finally
        {
            Descriptor.Close(descriptor);
        }
    }

    private void Tell(string path, ByteString name, int descriptor, in FileStatus status)
    {
        var label = ExtendedAttributes.Read(descriptor, "security.ima"u8, attribute, out var length) == Errno.None
            ? AppraisalLabels.Of(attribute.AsSpan(0, length))
            : AppraisalLabel.None;
        var system = fileSystems.Of(descriptor, status.MountKey, Environment.ProcessId);
        var file = new FileFacts
        {
            Fowner = status.Uid,
            Fgroup = status.Gid,
            FsMagic = system.Magic,
            FsName = system.Name,
            FsSubtype = system.Subtype,
            FsUuid = system.Uuid,
        };
        foreach (var (func, mask) in Questions(name, descriptor, status))
        {
            var e = new PolicyEvent { Func = func, Mask = mask, Creds = Credentials.Root, TaskCanSetUid = true, TaskCanSetGid = true, File = file };
            observations.Add(e, name, label);
        }
    }

    private static List<(PolicyFunc Func, AccessMask Mask)> Questions(ByteString path, int descriptor, in FileStatus status)
    {
        List<(PolicyFunc, AccessMask)> questions = [(PolicyFunc.FileCheck, AccessMask.Read)];
        var format = ProgramImage.Read(new DescriptorContent(descriptor)).Format;
        var isExecutable = (status.Mode & AnyExecute) != 0 && format is ProgramFormat.Elf or ProgramFormat.Script;
        if (isExecutable)
        {
            questions.Add((PolicyFunc.BprmCheck, AccessMask.Exec));
        }

        if (format == ProgramFormat.Elf && IsMappable(descriptor))
        {
            questions.Add((PolicyFunc.MmapCheck, AccessMask.Exec));
        }

        if (KernelFunc(path.Span) is { } func)
        {
            questions.Add((func, AccessMask.Read));
        }

        return questions;
    }

    // Programs (2) and shared objects (3), not what a linker still has to work on: objects, kernel modules.
    private static bool IsMappable(int descriptor)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        return Descriptor.ReadAt(descriptor, head, 0, out var length) == Errno.None && length == head.Length && head[16] + head[17] is 2 or 3;
    }

    private static PolicyFunc? KernelFunc(ReadOnlySpan<byte> path)
    {
        var slash = path.LastIndexOf((byte)'/');
        var uses = FileUses.Of(FileUses.OfDirectory(path[..slash]), path[(slash + 1)..]);
        return FileUses.KernelReads.Where(read => (read.Use & uses) != 0).Select(read => (PolicyFunc?)read.Func).FirstOrDefault();
    }
}
