// The software bill of materials of what is shipped and of what builds and tests it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const [root, out] = process.argv.slice(2);
const components = new Map();
const hex = (base64) => Buffer.from(base64, 'base64').toString('hex');
// Files below a folder, by their path from the root; none where there is no such folder.
const files = (folder, name) => existsSync(`${root}/${folder}`)
    ? readdirSync(`${root}/${folder}`, { recursive: true }).filter((path) => name.test(path) && !path.includes('node_modules')).map((path) => `${folder}/${path}`)
    : [];
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

// What the shipped projects need is required, and stays so if a test needs it too.
function add(kind, name, version, sha512, shipped) {
    const purl = `pkg:${kind}/${name.replace('@', '%40')}@${version}`;
    const scope = shipped || components.get(purl)?.scope === 'required' ? 'required' : 'excluded';
    const hashes = sha512 ? [{ alg: 'SHA-512', content: hex(sha512) }] : undefined;
    components.set(purl, { type: 'library', 'bom-ref': purl, name, version, scope, hashes: hashes ?? components.get(purl)?.hashes, purl });
}

for (const file of ['src', 'tests', 'bench'].flatMap((folder) => files(folder, /packages[^/]*\.lock\.json$/))) {
    for (const packages of Object.values(read(`${root}/${file}`).dependencies)) {
        for (const [name, entry] of Object.entries(packages)) {
            if (entry.type !== 'Project') {
                add('nuget', name, entry.resolved, entry.contentHash, file.startsWith('src'));
            }
        }
    }
}

for (const file of files('artifacts/packages/obj', /project\.assets\.json$/)) {
    const assets = read(`${root}/${file}`);
    const shipped = assets.project.restore.projectPath.startsWith(`${root}/src/`);
    for (const [id, entry] of Object.entries(assets.libraries)) {
        if (entry.type === 'package') {
            add('nuget', ...id.split('/'), entry.sha512, shipped);
        }
    }
}

if (existsSync(`${root}/web/package-lock.json`)) {
    for (const [path, entry] of Object.entries(read(`${root}/web/package-lock.json`).packages)) {
        const name = path.split('node_modules/').pop();
        if (name) {
            add('npm', name, entry.version, entry.integrity?.replace(/^sha512-/, ''), !entry.dev);
        }
    }
}

const list = [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
if (list.length === 0) {
    throw new Error('no lock file was found');
}
// Of the same lock files always the same bill: its number comes from what is in it, and it has no time.
const serial = createHash('sha256').update(JSON.stringify(list)).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5');
writeFileSync(out, `${JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${serial}`,
    version: 1,
    metadata: { component: { type: 'application', name: 'GridGrains', 'bom-ref': 'gridgrains' } },
    components: list,
}, null, 2)}\n`);
process.stderr.write(`${list.length} components, ${list.filter((c) => c.scope === 'required').length} of them shipped\n`);
