using Imara.Boot.Loading;
using Imara.Boot.Machine;
using Imara.Policy.CommandLine;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;

namespace Imara.Boot.Tests.Loading;

/// <summary>A kernel whose policy file is the state machine that was held against real ones.</summary>
internal sealed class KernelDouble : IPolicyInterface, IKernelMessages
{
    private readonly KernelProfile profile;
    private readonly PolicyStore store;
    private readonly List<KernelMessage> messages = [];
    private PolicyLoad? load;
    private int mark;

    public KernelDouble(string profile, string commandLine = "", LsmContext? lsm = null)
    {
        this.profile = KnownKernels.Find(profile)!;
        store = new PolicyStore(this.profile, CommandLineParser.Parse(commandLine, this.profile, _ => false)) { Lsm = lsm ?? LsmContext.None };
    }

    /// <summary>What the kernel gets when it is told a path.</summary>
    public Func<ByteString, PolicyFile> Files { get; init; } = _ => new PolicyFile(Errno.ENOENT, default);

    /// <summary>How often the file is held open by somebody else.</summary>
    public int Busy { get; set; }

    /// <summary>False for a machine whose log nobody may read.</summary>
    public bool HasLog { get; init; } = true;

    /// <summary>What was written, in order; <c>(close)</c> for a close.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>What else is said when the first load is closed.</summary>
    public List<KernelMessage> SaidAtClose { get; } = [];

    public bool IsCustomActive => store.IsCustomActive;

    public string Name => "/sys/kernel/security/ima/policy";

    public PolicyFileState State
    {
        get
        {
            var isClosed = store.IsCustomActive && !profile.Is(KernelOption.WritePolicy);
            return (profile.Is(KernelOption.ReadPolicy) ? PolicyFileState.Readable : 0) | (isClosed ? 0 : PolicyFileState.Writable);
        }
    }

    public Errno Open() => Busy-- > 0 ? Errno.EBUSY : store.Open(path => Files(path), out load);

    public Errno Write(ReadOnlySpan<byte> data, out long count)
    {
        Writes.Add(ByteString.Display(data));
        var result = load!.Write(data);
        count = result.IsAccepted ? result.Return : 0;
        return result.Errno;
    }

    public void Close()
    {
        Writes.Add("(close)");
        messages.AddRange(SaidAtClose);
        SaidAtClose.Clear();
        messages.Add(new KernelMessage(IsKernel: true, store.Close(load!) ? "ima: policy update completed" : "ima: policy update failed"));
        load = null;
    }

    public Errno Read(out byte[] text)
    {
        text = [.. store.ActiveRules.SelectMany(rule => CanonicalRule.Write(rule, profile) is { } line ? (byte[])[.. line.Span, (byte)'\n'] : [])];
        return Errno.None;
    }

    public bool IsReadable => HasLog;

    public void Mark() => mark = messages.Count;

    public IReadOnlyList<KernelMessage> SinceMark() => HasLog ? [.. messages.Skip(mark)] : [];

    public IReadOnlyList<KernelMessage> All() => HasLog ? messages : [];
}
