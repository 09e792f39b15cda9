using System.Collections.Immutable;
using Imara.Boot.Discovery;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Boot.Witnesses;
using Imara.Linux.Files;
using Imara.Policy.Checking;

namespace Imara.Boot.Loading;

/// <summary>Does what an init does for IMA: finds the policy, checks it, gives the kernel the keys and then the policy, and sees whether it is in force.</summary>
/// <remarks>docs/reference/boot.md 2. No cryptography is done here: the kernel verifies keys and files.</remarks>
public sealed class BootLoader
{
    private readonly ILoadListener listener;
    private readonly string machine;
    private readonly LoadRecord record;

    /// <summary>A loader for the running kernel.</summary>
    /// <param name="listener">Is told what happens.</param>
    public BootLoader(ILoadListener listener)
        : this(listener, "/")
    {
    }

    /// <summary>A loader for the kernel whose files lie below a folder.</summary>
    /// <param name="listener">Is told what happens.</param>
    /// <param name="machine">The folder that holds <c>sys</c>, <c>dev</c>, <c>proc</c> and <c>run</c>.</param>
    internal BootLoader(ILoadListener listener, string machine)
    {
        this.listener = listener;
        this.machine = machine;
        record = new LoadRecord(machine);
    }

    /// <summary>Loads a policy.</summary>
    /// <param name="request">What is to be loaded.</param>
    /// <param name="about">Tells about the running kernel; asked only if there is a policy.</param>
    public LoadResult Load(LoadRequest request, Func<LoadingKernel> about)
    {
        var notes = new List<string>();
        var search = new BootSearch(request.Root, notes);
        var path = FindPolicy(request, search, out var places, out var leadsNowhere);
        var hasIma = ImaDirectory.TryFind(machine, out var directory);
        Tell(notes);
        if (path is null)
        {
            TellMissing(places, request.IsRequired);
            return new LoadResult { State = LoadState.Missing, Keys = hasIma ? LoadKeys(request, search, directory!, notes) : [] };
        }

        if (!hasIma)
        {
            listener.Failure("the kernel has no IMA, or securityfs is not mounted at /sys/kernel/security");
            return new LoadResult { State = LoadState.Unavailable, Policy = path };
        }

        var text = Array.Empty<byte>();
        FileStatus status = default;
        var error = leadsNowhere ? Errno.ENOENT : WholeFile.Read(path, out text, out status);
        if (error != Errno.None)
        {
            listener.Failure($"{path}: {error}: {(leadsNowhere ? "the name is there and leads nowhere" : "the policy cannot be read")}");
            return new LoadResult { State = LoadState.Unreadable, Policy = path };
        }

        Tell(PathOwners.NotesOn(path, status));
        using var log = new KernelLog(Path.Combine(machine, "dev/kmsg"));
        return Load(new PolicySource(path, text), status, about(), request, search, directory!, log, notes) with { Policy = path };
    }

    private LoadResult Load(
        PolicySource policy, FileStatus status, LoadingKernel about, LoadRequest request, BootSearch search, ImaDirectory directory, KernelLog log, List<string> notes)
    {
        var kernel = new PolicyInterface(directory);
        var preflight = Preflight.Of(policy, about, request.Choice);
        if (SettledPolicy.Is(kernel, preflight, about))
        {
            var keys = LoadKeys(request, search, directory, notes);
            var facts = InForceReader.Read(machine) ?? new InForceFacts();
            var state = new ForceCheck(facts, listener).Of(preflight.Rules, about, InForceReader.ChangedAt(policy.Name), out var verdict);
            if (verdict is { Answer: InForceAnswer.This, Evidence: InForceEvidence.Announcement })
            {
                Record(policy);
            }

            return Proven(new LoadResult { State = state, Check = preflight.Rules, Keys = keys }, policy, preflight, about, request, log);
        }

        if (preflight.Refusal is { } refusal)
        {
            listener.Refusal(preflight.Shown);
            listener.Failure($"{policy.Name}: {refusal}");
            return new LoadResult { State = LoadState.Refused, Check = preflight.Shown };
        }

        if (preflight.Note is { } note)
        {
            listener.Note($"{policy.Name}: {note}");
        }

        var loaded = LoadKeys(request, search, directory, notes);
        var result = new PolicyLoader(kernel, log, Thread.Sleep, listener).Load(policy, preflight, about) with { Keys = loaded };
        return result.State == LoadState.Loaded ? Proven(Recorded(policy, status, result), policy, preflight, about, request, log) : result;
    }

    private LoadResult Proven(LoadResult result, PolicySource policy, Preflight preflight, LoadingKernel about, LoadRequest request, KernelLog log) =>
        new SignatureProof(new Keyrings(), log, listener, keyring => new WitnessAccess(keyring))
            .Of(result, preflight.Rules, about, () => WitnessSearch.Candidates(request.Witness, request.Root, Environment.ProcessPath, policy.Name));

    private LoadResult Recorded(PolicySource policy, FileStatus before, LoadResult result)
    {
        if (result.Method == LoadMethod.Path && !SettledPolicy.IsAsRead(policy.Name, before))
        {
            listener.Failure($"{policy.Name}: changed while it was loaded: the kernel may have read something else than what was checked");
            return result with { State = LoadState.Uncertain };
        }

        Record(policy);
        return result;
    }

    private void Record(PolicySource policy)
    {
        if (!record.TryWrite(policy.Text.Span))
        {
            listener.Note($"{LoadRecord.UsualPath} cannot be written: a later load in this boot will not know that this policy is in force");
        }
    }

    private static string? FindPolicy(LoadRequest request, BootSearch search, out IReadOnlyList<string> places, out bool leadsNowhere)
    {
        if (request.Policy is { } named)
        {
            var path = Path.GetFullPath(named);
            places = [path];
            var at = FoundName.Of("/", path);
            leadsNowhere = at.LeadsNowhere;
            return at.IsThere ? path : null;
        }

        var found = search.FindPolicy(out var looked);
        places = [.. looked.Select(place => place.Path)];
        leadsNowhere = found is { LeadsNowhere: true };
        return found is null ? null : Path.GetFullPath(found.Path);
    }

    private ImmutableArray<LoadedKey> LoadKeys(LoadRequest request, BootSearch search, ImaDirectory directory, List<string> notes)
    {
        notes.Clear();
        var files = search.FindKeys(request.Keys);
        var evm = files.Where(file => file.Purpose == KeyPurpose.Evm).ToList();
        if (evm.Count > 0 && !BootSearch.Exists(Path.Combine(Path.GetDirectoryName(directory.Path)!, "evm")))
        {
            notes.Add($"the kernel has no EVM: {string.Join(", ", evm.Select(file => file.Path))} not loaded");
            files = [.. files.Except(evm)];
        }

        Tell(notes);
        var loader = new KeyLoader(new Keyrings(), path => (WholeFile.Read(path, out var content), content), listener);
        return loader.Load(files);
    }

    private void TellMissing(IReadOnlyList<string> places, bool isRequired)
    {
        var text = $"no policy: {string.Join(" and ", places)} {(places.Count == 1 ? "does" : "do")} not exist";
        if (isRequired)
        {
            listener.Failure(text);
        }
        else
        {
            listener.Note(text);
        }
    }

    private void Tell(IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            listener.Note(note);
        }
    }
}
