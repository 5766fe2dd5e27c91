import { beforeAll, describe, expect, test } from 'vitest';
import { searchClients } from '#db/queries/client-search.ts';
import { openBook, type Book } from '#test/db/clients/support.ts';

let book: Book;
const found = (text: string, limit = 20): string[] =>
  searchClients(book.db, text, { limit }).map(({ name }) => name);

beforeAll(() => {
  book = openBook();
  const people: [name: string, phone: string | null, aum: number][] = [
    ['王伟', '+8613800005678', 100],
    ['王伟明', '+8613911115678', 900_000_000],
    ['王小伟', '+8613812349999', 5_000],
    ['张王伟', null, 0],
    ['汪薇', '+8613822223333', 0],
    ['单雄信', null, 0],
    ['欧阳娜娜', null, 0],
    ['买买提·艾力', null, 0],
    ['𠮷野家', null, 0],
    ['John Smith', '+14155550123', 0],
    ['曾敏', null, 0],
    ['吕布', null, 0],
    ['王子明', null, 0],
  ];
  for (const [name, phone, statedAssetsFen] of people) book.client({ name, phone, statedAssetsFen });
});

describe('searchClients', () => {
  test('[CL10] the whole name comes first, then names that begin so, then those that contain it', () => {
    expect(found('王伟')).toEqual(['王伟', '王伟明', '张王伟']);
    expect(found('wangwei').slice(0, 2)).toEqual(['王伟', '汪薇']);
  });

  test('[CL10] among equals the larger balance comes first', () => {
    expect(found('王').slice(0, 3)).toEqual(['王伟明', '王小伟', '王伟']);
  });

  test('[CL5] one character and two neighbouring ones find the client, at any place', () => {
    expect(found('伟')).toEqual(expect.arrayContaining(['王伟', '王伟明', '王小伟', '张王伟']));
    expect(found('阳娜')).toEqual(['欧阳娜娜']);
    expect(found('阳娜娜')).toEqual(['欧阳娜娜']);
    expect(found('王小伟')).toEqual(['王小伟']);
    expect(found('王伟小')).toEqual([]);
  });

  test('[CL6] pinyin, its beginning, a later syllable and initials find the client', () => {
    expect(found('wangx')).toEqual(['王小伟']);
    expect(found('ww')).toEqual(['王伟明', '王伟', '汪薇', '张王伟']);
    expect(found('oynn')).toEqual(['欧阳娜娜']);
    expect(found('nana')).toContain('欧阳娜娜');
    expect(found('WANG ZIMING')).toEqual(['王子明']);
  });

  test('[CL7] a heteronym is found by the surname reading and by the common one', () => {
    expect(found('shanx')).toEqual(['单雄信']);
    expect(found('danx')).toEqual(['单雄信']);
    expect(found('zengm')).toEqual(['曾敏']);
    expect(found('lvbu')).toEqual(['吕布']);
    expect(found('lyubu')).toEqual(['吕布']);
  });

  test('[CL8] dots, case, width and rare characters do not matter', () => {
    expect(found('买买提艾力')).toEqual(['买买提·艾力']);
    expect(found('艾力')).toEqual(['买买提·艾力']);
    expect(found('𠮷')).toEqual(['𠮷野家']);
    expect(found('smith')).toEqual(['John Smith']);
    expect(found('ＪＯＨＮ')).toEqual(['John Smith']);
    expect(found('js')).toEqual(['John Smith']);
  });

  test('[CL11] three or more neighbouring digits of the phone find the client, the tail first', () => {
    expect(found('5678')).toEqual(['王伟明', '王伟']);
    expect(found('1234')).toEqual(['王小伟']);
    expect(found('138 0000 5678')).toEqual(['王伟']);
    expect(found('+8613800005678')).toEqual(['王伟']);
    expect(found('１３８０')).toEqual(['王伟']);
    expect(searchClients(book.db, '5678', { limit: 1 })[0]).toMatchObject({ matchedBy: 'PHONE' });
    expect(found('56789')).toEqual([]);
  });

  test('[CL12] nothing typed, or only signs, finds nothing and does no harm', () => {
    for (const text of ['', '  ', '"', '*', "'; DROP", '(', 'a" OR "b', '·'])
      expect(() => found(text)).not.toThrow();
    expect(found('')).toEqual([]);
    expect(found('·')).toEqual([]);
  });

  test('[CL10] the limit is kept', () => {
    expect(found('王', 2)).toHaveLength(2);
  });

  test('[CL5] a new name is found, the old one is not', () => {
    const id = book.client({ name: '赵改名', phone: '+8613877770001' });
    book.local([{ op: 'patch', entity: 'client', id, patch: { name: '钱新名', phone: '+8613877770002' } }]);
    expect(found('赵改名')).toEqual([]);
    expect(found('0001')).toEqual([]);
    expect(found('钱新')).toEqual(['钱新名']);
    expect(found('0002')).toEqual(['钱新名']);
  });
});
